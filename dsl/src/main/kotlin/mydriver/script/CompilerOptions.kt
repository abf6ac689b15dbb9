package mydriver.script

/**
 * Options for the Kotlin compiler, for this script alone:
 * `@file:CompilerOptions("-opt-in=kotlin.ExperimentalStdlibApi")`.
 *
 * @property options each option and each value as a string of its own, as on the compiler's command line.
 */
@Target(AnnotationTarget.FILE)
@Repeatable
@Retention(AnnotationRetention.SOURCE)
public annotation class CompilerOptions(vararg val options: String)
