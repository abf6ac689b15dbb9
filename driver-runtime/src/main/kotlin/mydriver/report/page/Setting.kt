package mydriver.report.page

import mydriver.report.figure.Figure

/**
 * What a page tells of besides the study.
 *
 * @property version mydriver's own
 * @property database where the table set is, without a password
 * @property script the file that declares the experiment, null for none
 * @property source what is in that file now, null for nothing to show
 * @property selection which trials the report is about, as typed; null for all of them
 */
internal data class Setting(
    val version: String,
    val database: String,
    val script: String? = null,
    val source: String? = null,
    val selection: String? = null,
)

/**
 * A figure and what was drawn of it.
 *
 * @property svg an SVG document
 * @property files names of the files beside the page that hold it, such as `valid_loss.png`
 */
internal class PlacedFigure(val figure: Figure, val svg: String, val files: List<String>)
