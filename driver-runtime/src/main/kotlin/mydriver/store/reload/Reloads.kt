package mydriver.store.reload

import java.sql.Connection
import mydriver.model.ConfigurationError
import mydriver.store.Event
import mydriver.store.Events
import mydriver.store.Names
import mydriver.store.Store
import mydriver.store.ranges
import mydriver.store.update

/** Rebuilds a table set from what files keep of it. */
public class Reloads
internal constructor(
    private val store: Store,
    private val names: Names,
    private val events: Events,
    private val uid: String,
) {
    /**
     * Adds the trials of [kept], all of them or, if that fails, none; those that are there stay as they are.
     *
     * Trials of this table set's own files keep their ids. Those of another's get new ones, unless [keepIds] makes this
     * table set, which must never have had a trial, the owner of those files.
     *
     * @param job the name of the job, by which fingerprints are made of trials of which only params are left
     * @throws ConfigurationError if ids are to be kept and cannot
     */
    public fun reload(kept: KeptTableSet, keepIds: Boolean, job: String): ReloadResult =
        store.connections.write { connection ->
            store.dialect.serialise(connection, store.url)
            val own = kept.uid == uid
            val last = store.dialect.lastId(connection, trials)
            if (!own && keepIds) takeOver(connection, kept, last)
            val known = KeptNames(names, connection)
            kept.names.forEach(known::add)
            known.store()
            val loading = Loading(store, connection, last.takeUnless { own || keepIds })
            val fingerprints = KeptFingerprints(job, names.read(connection), known.identical)
            for (trial in kept.trials) {
                known.observe(trial)
                loading.add(fingerprints.completed(trial))
            }
            known.store()
            store.dialect.reserveIds(connection, trials, if (own || keepIds) kept.lastId else loading.lastId)
            events.add(
                connection,
                ranges(loading.ids).map { Event("RELOADED", it, host = store.options.host) },
            )
            loading.result()
        }

    private val trials = "${store.url.name}_trial"

    private fun takeOver(connection: Connection, kept: KeptTableSet, last: Long) {
        if (last > 0)
            throw ConfigurationError(
                "${store.url.masked} has had trials of its own, up to id $last, so it cannot take over the files of table set " +
                    "${kept.uid} with their ids; name a new database or table set with --database, or leave --keep-ids out"
            )
        connection.update("UPDATE ${store.table("meta")} SET uid = ?", kept.uid)
    }
}
