package mydriver.script

import kotlin.script.experimental.api.ScriptAcceptedLocation
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.acceptedLocations
import kotlin.script.experimental.api.compilerOptions
import kotlin.script.experimental.api.defaultImports
import kotlin.script.experimental.api.ide
import kotlin.script.experimental.api.refineConfiguration
import kotlin.script.experimental.dependencies.DependsOn
import kotlin.script.experimental.dependencies.Repository

/** How experiment scripts compile: what they see without an import, and the annotations that add to it. */
internal object ExperimentCompilation :
    ScriptCompilationConfiguration({
        defaultImports(
            "mydriver.job.*",
            "mydriver.model.*",
            "mydriver.space.*",
            "mydriver.dsl.*",
            "mydriver.script.*",
        )
        // So that walltime = 2.hours reads as it does in the guide.
        for (unit in listOf("milliseconds", "seconds", "minutes", "hours", "days")) defaultImports(
            "kotlin.time.Duration.Companion.$unit"
        )
        defaultImports(DependsOn::class, Repository::class)
        // Inline functions of the DSL are compiled for this version and can only be inlined into the same or a later
        // one.
        compilerOptions("-jvm-target", "17")
        // Lambdas and text templates as plain code: linking them on first use would cost every start of a compiled
        // script.
        compilerOptions("-Xlambdas=class", "-Xsam-conversions=class", "-Xstring-concat=inline")
        refineConfiguration {
            onAnnotations(
                DependsOn::class,
                Repository::class,
                Import::class,
                CompilerOptions::class,
                handler = FileAnnotations(),
            )
            beforeCompiling(::markImported)
        }
        ide { acceptedLocations(ScriptAcceptedLocation.Everywhere) }
    }) {
    private fun readResolve(): Any = ExperimentCompilation
}
