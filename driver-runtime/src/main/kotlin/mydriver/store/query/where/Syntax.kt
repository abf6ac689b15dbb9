package mydriver.store.query.where

/**
 * A where-expression as it was written, before names and types are looked at; [at] is where it is anchored in the text.
 */
internal sealed class Syntax(val at: Int, children: List<Syntax>) {
    /** How many levels it has. */
    val depth: Int = 1 + (children.maxOfOrNull { it.depth } ?: 0)

    /** A column; [whole] when it was quoted as a whole, so that no part of it is a namespace. */
    class Name(at: Int, val name: String, val whole: Boolean) : Syntax(at, emptyList())

    /** A `Long`, `Double`, `String` or `Boolean`. */
    class Literal(at: Int, val value: Any) : Syntax(at, emptyList())

    class Null(at: Int) : Syntax(at, emptyList())

    class Not(at: Int, val operand: Syntax) : Syntax(at, listOf(operand))

    /** A unary minus or a call of a function, with the sign or name of it. */
    class Application(at: Int, val function: Function, val operand: Syntax) : Syntax(at, listOf(operand))

    class Arithmetic(at: Int, val operator: Operator, val left: Syntax, val right: Syntax) :
        Syntax(at, listOf(left, right))

    class Comparison(at: Int, val relation: Relation, val left: Syntax, val right: Syntax) :
        Syntax(at, listOf(left, right))

    /** Several terms joined by AND or, if not [all], by OR. */
    class Junction(at: Int, val all: Boolean, val terms: List<Syntax>) : Syntax(at, terms)

    class IsNull(at: Int, val operand: Syntax) : Syntax(at, listOf(operand))

    class OneOf(at: Int, val operand: Syntax, val choices: List<Syntax>) : Syntax(at, choices + operand)

    class Between(at: Int, val operand: Syntax, val low: Syntax, val high: Syntax) :
        Syntax(at, listOf(operand, low, high))

    class Like(at: Int, val operand: Syntax, val pattern: LikePattern) : Syntax(at, listOf(operand))
}
