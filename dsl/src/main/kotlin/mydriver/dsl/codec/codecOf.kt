package mydriver.dsl.codec

import mydriver.model.ParamCodec
import mydriver.model.Params

/**
 * Returns the codec of a params class.
 *
 * @param outer the script instance that inner params classes belong to
 * @throws mydriver.model.ConfigurationError if [type] is neither a data class, a record nor `Params`, naming all faults
 */
@Suppress("UNCHECKED_CAST") // The untyped codec is the codec of exactly this class.
internal fun <P : Any> codecOf(type: Class<P>, outer: Any?): ParamCodec<P> =
    if (type == Params::class.java) UntypedCodec as ParamCodec<P> else ClassCodec(shapeOf(type, outer))
