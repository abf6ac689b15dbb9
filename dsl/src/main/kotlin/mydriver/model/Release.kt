package mydriver.model

/** The release this code belongs to; recorded with every attempt and part of every cache key. */
public object Release {
    /** The version of the Maven project, such as `0.1.0`. */
    public const val VERSION: String = "0.1.0"
}
