#include <string>

namespace shapes {

template <typename T>
class Stack {
public:
    Stack() = default;
    ~Stack();
    void push(const T &item);
    T pop() { return items.back(); }
    bool operator==(const Stack &other) const;

private:
    int size_, capacity_;
    static int count;
};

struct Point {
    double x;
    double y;
    double length() const { return x; }
};

enum class Color { Red, Green };

using Name = std::string;

template <typename T>
concept Small = sizeof(T) < 8;

template <typename T>
void Stack<T>::push(const T &item) {}

namespace inner::deep {
int helper();
}

class Forward;

}  // namespace shapes

int main(int argc, char **argv) {
    auto f = [](int x) { return x; };
    return f(0);
}

extern "C" void exported(void) {}
