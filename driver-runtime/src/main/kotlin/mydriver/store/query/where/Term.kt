package mydriver.store.query.where

import mydriver.store.query.Column
import mydriver.store.query.ValueType

/**
 * A where-expression whose names and types are known: what SQL is made of, and nothing else ever is.
 *
 * Both sides of a comparison have the same type; numbers of different types have been put into [AsReal]. The semantics
 * are those of SQL's three-valued logic; NaN equals itself and is above all other numbers.
 */
internal sealed class Term(val type: ValueType) {
    class Value(val column: Column) : Term(column.type)

    /** A `Long`, `Double`, `String` or `Boolean`. */
    class Constant(val value: Any, type: ValueType) : Term(type)

    /** An INTEGER as the nearest double. */
    class AsReal(val operand: Term) : Term(ValueType.REAL)

    /** On doubles; only a remainder may be of INTEGERs, and is one then. */
    class Arithmetic(val operator: Operator, val left: Term, val right: Term) : Term(left.type)

    class Application(val function: Function, val operand: Term, type: ValueType) : Term(type)

    class Comparison(val relation: Relation, val left: Term, val right: Term) : Term(ValueType.BOOLEAN)

    class Junction(val all: Boolean, val terms: List<Term>) : Term(ValueType.BOOLEAN)

    class Not(val operand: Term) : Term(ValueType.BOOLEAN)

    class IsNull(val operand: Term) : Term(ValueType.BOOLEAN)

    class OneOf(val operand: Term, val choices: List<Term>) : Term(ValueType.BOOLEAN)

    class Like(val operand: Term, val pattern: LikePattern) : Term(ValueType.BOOLEAN)

    /** Of a param that was always null, or calculated from one: null whatever happens. */
    class Missing(type: ValueType) : Term(type)
}
