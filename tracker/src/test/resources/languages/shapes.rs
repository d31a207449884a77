use std::fmt;

pub const LIMIT: u32 = 10;
static COUNT: u32 = 0;

pub struct Circle {
    pub radius: f64,
}

pub struct Unit;

pub union Bits {
    f: f32,
    u: u32,
}

pub enum Color {
    Red,
    Green(u8),
}

pub trait Shape {
    type Output;
    fn area(&self) -> f64;
    fn name(&self) -> String {
        String::new()
    }
}

impl Shape for Circle {
    type Output = f64;
    fn area(&self) -> f64 {
        self.radius
    }
}

impl<T> Stack<T> {
    pub fn push(&mut self, item: T) {}
}

mod inner {
    pub fn helper() {}
    pub struct Hidden;
}

type Pair = (u32, u32);

macro_rules! square {
    ($x:expr) => {
        $x * $x
    };
}

extern "C" {
    fn outside(x: i32);
}

pub async unsafe fn main() {
    fn nested() {}
}
