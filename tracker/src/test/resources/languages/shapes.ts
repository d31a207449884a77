export interface Shape {
  readonly name: string;
  area(): number;
}

export type Pair<T> = [T, T];

enum Color {
  Red,
  Green,
}

namespace Geometry {
  export function distance(a: Pair<number>): number {
    return 0;
  }
  export class Point {
    x: number = 0;
  }
}

abstract class Base implements Shape {
  private readonly name: string = '';
  constructor(protected id: number) {}
  abstract area(): number;
  static of(): Base {
    throw new Error();
  }
}

declare function outside(x: string): void;

export const pick = <T,>(x: T): T => x;
