package mydriver.template.jinja

/** What is wrong with a template, or with what it does to its values; the message begins with file and line. */
internal class TemplateFault(file: String, line: Int, fault: String, cause: Throwable? = null) :
    RuntimeException("$file:$line: $fault", cause)

/** What is wrong with an expression, before it is known where it stands. */
internal open class ExpressionFault(message: String, cause: Throwable? = null) : RuntimeException(message, cause)

/** A value was asked for that is not there. */
internal class UndefinedFault(message: String) : ExpressionFault(message)
