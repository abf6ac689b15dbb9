package mydriver.worker.files

import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.name
import mydriver.model.ConfigurationError
import mydriver.staging.CopyError
import mydriver.staging.FolderAddress
import mydriver.staging.Transport

/**
 * The root where workers do not work themselves: attempts work in a folder of their own machine, and their files are
 * copied from and to here.
 *
 * What stands here is as whole as if attempts worked here: a checkpoint comes to be by one rename. Every attempt writes
 * into its own folder, so one that is late overwrites nothing.
 *
 * @property address the folder of the table set, `<root>/<table set>`
 * @param ignore patterns of files that stay on the machine of the attempt
 */
public class Archive(
    public val address: FolderAddress,
    private val transport: Transport,
    private val ignore: List<String> = emptyList(),
) {
    /**
     * Makes the folder [owner]'s, or finds that it is already.
     *
     * @param here the same table set's folder on this machine, which is [owner]'s
     * @throws ConfigurationError if it belongs to another table set, cannot be reached or cannot be written
     */
    public fun open(owner: FolderOwner, here: Path) {
        try {
            val text = transport.shell(address, OPEN)
            if (text.isNotEmpty()) refuseForeign(owner, text)
            transport.copy(listOf("--include=/$OWNER", "--exclude=*"), FolderAddress.local(here), address)
        } catch (failure: CopyError) {
            throw ConfigurationError(
                "$address: run directories cannot be kept there; see to it that ssh gets there without a password and " +
                    "finds rsync, or name another folder with root(\"…\") in the script: ${failure.message}",
                failure,
            )
        }
    }

    /** From now on nothing is tried again: the worker has to end. */
    internal fun hurry() {
        transport.hurry()
    }

    /** Returns the newest checkpoint of [attempts] of trial [id], or null if there is none. */
    @Throws(CopyError::class)
    internal fun newest(id: String, attempts: IntRange): CheckpointName? =
        transport
            .shell(address.resolve(id), LIST)
            .lines()
            .mapNotNull(CheckpointName::parse)
            .filter { it.attempt in attempts }
            .maxOrNull()

    /** Copies the [checkpoint] of trial [id] to the folder [to]. */
    @Throws(CopyError::class)
    internal fun fetch(id: String, checkpoint: CheckpointName, to: Path) {
        transport.copy(emptyList(), address.resolve(id).resolve("$checkpoint"), FolderAddress.local(to))
    }

    /**
     * Copies what attempt [number] of the run directory [trial] has so far, with its newest checkpoint.
     *
     * @param running whether its job may change files meanwhile
     */
    @Throws(CopyError::class)
    internal fun send(trial: Path, number: Int, running: Boolean) {
        val to = address.resolve(trial.name)
        val attempt = "attempt-$number"
        val known = transport.shell(to, PREPARE, attempt).lines()
        transport.copy(sent(attempt), FolderAddress.local(trial), to, running)
        // A job that keeps checkpoints often may replace each while it is looked at.
        repeat(CHANGES) {
            val checkpoint = Checkpoints.newest(trial, number) ?: return
            if (checkpoint.name in known || isSent(checkpoint, to.resolve(attempt))) return
        }
    }

    /** Sends what [checkpoint] holds, also when a newer one replaces it meanwhile; false if one did before that. */
    private fun isSent(checkpoint: Path, to: FolderAddress): Boolean =
        Asides(checkpoint.parent).use("sending") { aside ->
            if (!isCopied(checkpoint, aside)) return@use false
            val options = ignore.flatMap { excludes("", it) } + "--link-dest=../files"
            transport.copy(options, FolderAddress.local(aside), to.resolve(".${checkpoint.name}.new"))
            transport.shell(to, KEEP, checkpoint.name)
            true
        }

    /** It is renamed before anything of it is removed. */
    private fun isCopied(checkpoint: Path, aside: Path): Boolean =
        try {
            copyFolder(checkpoint, aside)
            Files.exists(checkpoint)
        } catch (failure: NoSuchFileException) {
            if (Files.exists(checkpoint)) throw failure
            false
        }

    /** Copies `trial.json` of the run directory [trial]; when it is [done], its checkpoints are removed. */
    @Throws(CopyError::class)
    internal fun conclude(trial: Path, number: Int, done: Boolean) {
        val to = address.resolve(trial.name)
        transport.copy(listOf("--include=/trial.json", "--exclude=*"), FolderAddress.local(trial), to)
        if (done) transport.shell(to, REMOVE, "$number")
    }

    /** Copies the [file] in which a worker puts down trials that make no folder. */
    @Throws(CopyError::class)
    internal fun sendJournal(file: Path) {
        val to = address.resolve(file.parent.name)
        transport.shell(to, "mkdir -p -- \"\$1\"")
        transport.copy(listOf("--include=/${file.name}", "--exclude=*"), FolderAddress.local(file.parent), to)
    }

    private fun refuseForeign(owner: FolderOwner, text: String) {
        val (uid, database) = FolderOwner.read(address.resolve(OWNER).toString(), text)
        if (uid != owner.uid) throw ConfigurationError(owner.refusal("$address", uid, database))
    }

    private fun sent(attempt: String) =
        ignore.flatMap { excludes("/$attempt/files", it) } +
            listOf(
                "--exclude=/$attempt/$CHECKPOINTS",
                "--include=/$attempt/***",
                "--include=/params.json",
                "--exclude=*",
            )

    /** A pattern is about the attempt's files, and must not hit what mydriver keeps beside them. */
    private fun excludes(files: String, pattern: String): List<String> =
        if (pattern.startsWith("/")) listOf("--exclude=$files$pattern")
        else listOf("--exclude=$files/$pattern", "--exclude=$files/**/$pattern")

    private companion object {
        const val CHANGES = 10
        const val OWNER = "tableset.json"
        const val CHECKPOINTS = "checkpoint-*"

        /** $1 the folder of a table set. Makes it, and tells whose it is. */
        const val OPEN = "mkdir -p -- \"\$1\" && if [ -e \"\$1/$OWNER\" ]; then cat -- \"\$1/$OWNER\"; fi"

        /** $1 a run directory, which may not be there. Tells the names of its checkpoints. */
        const val LIST =
            "cd -- \"\$1\" 2>/dev/null || exit 0\n" +
                "for name in attempt-*/checkpoint-[0-9]*; do echo \"\$name\"; done\n"

        /** $1 a run directory, $2 an attempt. Makes its folder, and tells the names of its checkpoints. */
        const val PREPARE =
            "mkdir -p -- \"\$1/\$2\" && ln -sfn -- \"\$2\" \"\$1/latest\" && cd -- \"\$1/\$2\" || exit\n" +
                "for name in checkpoint-[0-9]*; do echo \"\$name\"; done\n"

        /** $1 an attempt, $2 a checkpoint that was copied beside its place. Older ones go, renamed first. */
        const val KEEP =
            "cd -- \"\$1\" || exit\n" +
                "[ -e \"\$2\" ] || mv -- \".\$2.new\" \"\$2\" || exit\n" +
                "own=\${1##*/attempt-}\n" +
                "rm -rf -- .checkpoint-*.new\n" +
                "for old in ../attempt-*/checkpoint-[0-9]*; do\n" +
                "    folder=\${old%/*} number=\${old##*-}\n" +
                "    attempt=\${folder##*-}\n" +
                "    if [ -d \"\$old\" ] && { [ \"\$attempt\" -lt \"\$own\" ] ||\n" +
                "        { [ \"\$attempt\" -eq \"\$own\" ] && [ \"\$number\" -lt \"\${2##*-}\" ]; }; }; then\n" +
                "        gone=\$folder/.checkpoint-\$number.old\n" +
                "        rm -rf -- \"\$gone\" && mv -- \"\$old\" \"\$gone\" && rm -rf -- \"\$gone\"\n" +
                "    fi\n" +
                "done\n"

        /** $1 a run directory, $2 the number of the last attempt. Removes the checkpoints up to it. */
        const val REMOVE =
            "for old in \"\$1\"/attempt-*/checkpoint-[0-9]*; do\n" +
                "    folder=\${old%/*}\n" +
                "    if [ -d \"\$old\" ] && [ \"\${folder##*-}\" -le \"\$2\" ]; then rm -rf -- \"\$old\"; fi\n" +
                "done\n"
    }
}
