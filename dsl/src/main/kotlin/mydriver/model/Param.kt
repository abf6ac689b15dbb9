package mydriver.model

/**
 * One param that the params class declares; nested classes are flattened to dotted names.
 *
 * @property name such as `lr` or `model.layers`
 * @property kind what its values are
 * @property type the declared type as people write it, such as `Int?` or `Optimizer`
 * @property nullable whether null is a value
 * @property optional whether it, or a class around it, has a default
 * @property identity whether it is part of a trial's identity; false under `@NonIdentity`
 * @property choices the constants of an enum, in order, else empty
 */
public data class Param(
    val name: String,
    val kind: Kind,
    val type: String,
    val nullable: Boolean = false,
    val optional: Boolean = false,
    val identity: Boolean = true,
    val choices: List<String> = emptyList(),
)
