package mydriver.dispatch.reconcile

import mydriver.store.SchedulerSlot
import mydriver.store.WorkerRecord

/** Which job of which scheduler the worker is; for those that a scheduler started. */
internal val WorkerRecord.slot: SchedulerSlot
    get() = checkNotNull(row.slot) { "worker ${row.id} was not started by a scheduler" }

/** What the scheduler calls it. */
internal val WorkerRecord.nativeId: String
    get() = checkNotNull(slot.nativeId) { "the scheduler of worker ${row.id} gave it no id" }
