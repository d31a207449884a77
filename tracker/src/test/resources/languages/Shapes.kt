package shapes

const val LIMIT = 10

interface Shape {
    val name: String
    fun area(): Double
}

data class Circle(val radius: Double) : Shape {
    override val name = "circle"

    constructor() : this(0.0)

    override fun area(): Double = radius

    companion object {
        fun of(r: Double) = Circle(r)
    }

    inner class Inner {
        fun run() {}
    }
}

enum class Color(val code: Int) {
    RED(1),
    GREEN(2);

    fun next(): Color = RED
}

object Registry {
    val items = mutableListOf<Shape>()
    fun add(shape: Shape) {
        items.add(shape)
    }
}

sealed class Result<out T>

typealias Name = String

fun String.shout(): String = uppercase()

suspend fun <T> fetch(): T? {
    fun local() {}
    return null
}
