package mydriver.dsl

/** Keeps the blocks of an experiment script apart: a `grid { }` inside `job { }` does not compile. */
@DslMarker @Target(AnnotationTarget.CLASS, AnnotationTarget.TYPE) public annotation class MydriverDsl
