package mydriver.dispatch.profile

import com.charleskorn.kaml.EmptyYamlDocumentException
import com.charleskorn.kaml.Yaml
import com.charleskorn.kaml.YamlException
import com.charleskorn.kaml.YamlMap
import com.charleskorn.kaml.YamlNode
import com.charleskorn.kaml.YamlNull
import com.charleskorn.kaml.YamlScalar
import java.io.IOException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import mydriver.model.ConfigurationError

/**
 * Reads profiles from configuration files, which need not be there.
 *
 * ```yaml
 * default: gpu
 * profiles:
 *   gpu: { scheduler: slurm, queue: gpu, account: lab, walltime: 4h }
 * ```
 */
public class ProfileFiles(private val files: List<Path>) {
    private val faults = ArrayList<String>()
    private var usual: Usual? = null
    private val found = LinkedHashMap<String, Profile>()

    /**
     * Returns the profiles of all files; what stands in an earlier one wins.
     *
     * @throws ConfigurationError telling all that is wrong in them, with its line
     */
    public fun read(): Profiles {
        for (file in files) document(file)?.let { read(file, it) }
        if (faults.isNotEmpty()) throw ConfigurationError(faults.joinToString("\n"))
        return Profiles(found.values.toList(), usual)
    }

    private fun document(file: Path): YamlNode? {
        val bytes =
            try {
                Files.readAllBytes(file)
            } catch (_: NoSuchFileException) {
                return null
            } catch (failure: IOException) {
                throw ConfigurationError("$file cannot be read: $failure; make it readable or move it away", failure)
            }
        return try {
            Yaml.default.parseToYamlNode(bytes.decodeToString(throwOnInvalidSequence = true))
        } catch (_: EmptyYamlDocumentException) {
            null
        } catch (failure: YamlException) {
            faults += "$file:${failure.line}: ${failure.message}"
            null
        } catch (_: CharacterCodingException) {
            faults += "$file is no text in UTF-8; write it as one"
            null
        } catch (_: StackOverflowError) {
            faults += "$file is nested too deeply; it holds default and profiles"
            null
        }
    }

    private fun read(file: Path, document: YamlNode) {
        if (document is YamlNull) return
        if (document !is YamlMap) {
            faults += "$file:1: a configuration file holds default and profiles, each with a colon behind it"
            return
        }
        for ((key, value) in document.entries) {
            val place = "$file:${key.location.line}"
            when (key.content) {
                "default" -> default(place, value)
                "profiles" -> profiles(file, place, value)
                else -> faults += "$place: ${unknownKey(key.content, listOf("default", "profiles"))}"
            }
        }
    }

    private fun default(place: String, value: YamlNode) {
        val name = (value as? YamlScalar)?.content
        if (name.isNullOrBlank()) faults += "$place: default must be the name of a profile or a scheduler"
        else usual = usual ?: Usual(name, place)
    }

    private fun profiles(file: Path, place: String, value: YamlNode) {
        if (value !is YamlMap) {
            faults += "$place: profiles must hold names, each with the keys of a profile below it"
            return
        }
        for ((key, node) in value.entries) {
            val reader = ProfileReader(key.content, file, key.location.line)
            val profile = reader.read(node)
            faults += reader.faults
            if (profile != null) found.putIfAbsent(profile.name, profile)
        }
    }
}
