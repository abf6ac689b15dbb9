package mydriver.script

/**
 * Makes the declarations of other scripts visible in this one: `@file:Import("common.exp.kts")`.
 *
 * The imported script is evaluated once, before the importing one. Nothing is copied: its functions, classes and values
 * are used in place.
 *
 * @property paths script files, relative to the folder of the importing script.
 */
@Target(AnnotationTarget.FILE)
@Repeatable
@Retention(AnnotationRetention.SOURCE)
public annotation class Import(vararg val paths: String)
