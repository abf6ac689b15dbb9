package mydriver.queuefolder

import kotlin.io.path.name

/**
 * The order of the scripts that wait: those that were found together by name, behind those found before.
 *
 * @param folder where scripts are put and removed by anybody at any time
 */
internal class JobQueue(private val folder: QueueFolder, private val sightings: Sightings) {
    private val names = ArrayDeque<String>()

    /** Looks at the folder, and returns what is new since the last look. */
    fun look(): Look {
        val there = folder.waiting()
        val fresh = there - names.toSet()
        val added = sightings.complete(fresh.map { folder.queue.resolve(it) }).map { it.name }
        names += added
        val removed = names.count { it !in there }
        names.retainAll(there.toSet())
        return Look(added, removed, empty = there.isEmpty())
    }

    /** Takes the first out of the order, or returns null if there is none. */
    fun next(): String? = names.removeFirstOrNull()
}

/**
 * What a look at the queue told.
 *
 * @property added scripts that are complete and were not there before, by name
 * @property removed how many are gone that nobody ran
 * @property empty whether no script is there at all, not even a part of one
 */
internal data class Look(val added: List<String>, val removed: Int, val empty: Boolean)
