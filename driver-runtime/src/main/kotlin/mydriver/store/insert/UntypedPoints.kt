package mydriver.store.insert

import mydriver.model.Baseline
import mydriver.model.Param
import mydriver.model.ParamCodec
import mydriver.model.Params

/** The codec of points that come without a script and a params class. */
internal object UntypedPoints : ParamCodec<Params> {
    override val params: List<Param> = emptyList()
    override val typed: Boolean = false

    override fun encode(point: Params): Params = point

    override fun decode(params: Params, defaults: Boolean): Params = params

    override fun defaultOf(point: Params, name: String, group: Boolean): Baseline = Baseline.None
}
