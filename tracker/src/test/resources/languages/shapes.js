import fs from 'fs';

const LIMIT = 10;

export function area(r) {
  function helper() {}
  return r * r;
}

function* numbers() {
  yield 1;
}

export default class Circle extends Shape {
  radius = 1;
  #secret = 2;
  static count = 0;

  constructor(r) {
    super();
  }

  get area() {
    return 1;
  }

  static of(r) {
    return new Circle(r);
  }

  handler = () => {};
}

const arrow = (x) => x + 1;
let named = function () {};
var Klass = class {};
export const exported = async () => {};

const store = {
  load() {},
  save: () => {},
};

exports.named = function () {};
Circle.prototype.grow = function () {};
