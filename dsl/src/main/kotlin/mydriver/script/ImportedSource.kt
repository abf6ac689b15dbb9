package mydriver.script

import java.io.File
import kotlin.script.experimental.api.ResultWithDiagnostics
import kotlin.script.experimental.api.ScriptCompilationConfiguration
import kotlin.script.experimental.api.ScriptCompilationConfigurationKeys
import kotlin.script.experimental.api.ScriptConfigurationRefinementContext
import kotlin.script.experimental.api.asSuccess
import kotlin.script.experimental.api.with
import kotlin.script.experimental.host.FileScriptSource
import kotlin.script.experimental.util.PropertiesCollection

/** A script that another one names in `@file:Import`; its body is evaluated, but it starts no command line. */
internal class ImportedSource(file: File) : FileScriptSource(file)

/** True in the configuration of a script that another one imports. */
internal val ScriptCompilationConfigurationKeys.imported by PropertiesCollection.key<Boolean>()

/**
 * The coordinates that a script's own `@file:DependsOn` lines name, such as `org.apache.commons:commons-math3:3.6.1`.
 *
 * In the configuration of a compiled script; for programs that compile scripts, not for scripts.
 */
public val ScriptCompilationConfigurationKeys.artifacts: PropertiesCollection.Key<List<String>> by
    PropertiesCollection.key<List<String>>()

internal fun markImported(
    context: ScriptConfigurationRefinementContext
): ResultWithDiagnostics<ScriptCompilationConfiguration> =
    when (context.script) {
        is ImportedSource -> context.compilationConfiguration.with { imported(true) }
        else -> context.compilationConfiguration
    }.asSuccess()
