using System;

namespace Shapes
{
    public interface IShape
    {
        double Area();
        string Name { get; }
    }

    public enum Color
    {
        Red,
        Green = 2,
    }

    public struct Point
    {
        public int X, Y;
    }

    public record Pair(int A, int B);

    public delegate int Compare(int a, int b);

    public class Circle<T> : IShape where T : class
    {
        private readonly double radius;
        public event EventHandler Changed;
        const int Limit = 10;

        public Circle(double radius) { this.radius = radius; }

        public string Name => "circle";

        public double Area() { return radius; }

        public static Circle<T> operator +(Circle<T> a, Circle<T> b) => a;

        ~Circle() {}

        public int this[int i] => i;

        class Inner
        {
            void Run() { void Local() {} }
        }
    }
}
