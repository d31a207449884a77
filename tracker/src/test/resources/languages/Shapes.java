package shapes;

import java.util.List;

/** A shape. */
public sealed interface Shapes permits Shapes.Circle {
  double PI = 3.14;

  double area();

  default String name() {
    class Local {}
    return "shape";
  }

  record Circle(double radius) implements Shapes {
    Circle {
      if (radius < 0) throw new IllegalArgumentException();
    }

    @Override
    public double area() {
      return PI * radius * radius;
    }
  }

  enum Color {
    RED,
    GREEN {
      @Override
      int code() {
        return 2;
      }
    };
    private int code, other;

    Color() {}

    int code() {
      return 1;
    }
  }

  @interface Marked {
    String value() default "";
  }

  abstract class Base<T extends List<?>> {
    protected final T items;

    Base(T items) {
      this.items = items;
    }

    class Inner {
      void run() {
        Runnable r = () -> {};
      }
    }
  }
}
