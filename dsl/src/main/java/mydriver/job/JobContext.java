package mydriver.job;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What a running job knows of its trial, and its way to report.
 *
 * <p>Accessors are bean-style so that Kotlin reads them as properties ({@code directory}, {@code
 * stopRequested}). All methods may be called from any thread of the job until the job returns.
 */
public interface JobContext {
    /**
     * Returns the id of the trial; ids are never used twice in a table set. It is 0 under {@code
     * run}.
     */
    long getTrialId();

    /** Returns the number of this execution of the trial, from 1. */
    int getAttempt();

    /** Returns the replicate, from 0, among trials that share all params. */
    int getReplicate();

    /**
     * Returns the trial's random seed: derived from its identity, stored, and the same on every
     * attempt.
     */
    long getSeed();

    /**
     * Returns the attempt's own directory for files, which are kept.
     *
     * <p>It is empty, or holds a copy of the trial's last checkpoint: the files as they were when
     * an earlier attempt returned {@link Outcome#incomplete()} or called {@link #checkpointed()}.
     */
    Path getDirectory();

    /**
     * Returns an empty directory on a fast disk of this machine, for files that nobody needs once
     * the attempt has ended: it is removed then, however it ended. Programs that run as jobs find
     * it in {@code MYDRIVER_SCRATCH}.
     */
    Path getScratch();

    /**
     * Returns the moment by which the attempt must have ended, or null when there is none: its time
     * limit or the end of its worker's time, whichever comes first. A job that is asked to stop
     * before that is told by {@link #getStopRequested()}.
     */
    Instant getDeadline();

    /**
     * Returns whether the job is to save what is needed and return {@link Outcome#incomplete()},
     * soon: somebody stops its worker or cancels its trial, or its time is up. A job that does not
     * return is ended after the worker's patience, 10 seconds by default.
     *
     * <p>Also true when {@link #getFinishRequested()} is, so that a job may ask for this one alone.
     */
    boolean getStopRequested();

    /**
     * Returns whether the job is to go on to its next good point, such as the end of an epoch, save
     * what is needed and return {@link Outcome#incomplete()} there. There is time left, unlike
     * after a request to stop.
     */
    boolean getFinishRequested();

    /**
     * Returns whether the job is to save its state into its directory, call {@link #checkpointed()}
     * and go on. True until it does.
     */
    boolean getCheckpointRequested();

    /**
     * Tells that the files in the directory are complete: should this attempt end early, the next
     * one begins with them. Returns once the worker keeps a copy, so that the job may go on
     * changing them; no file may change while it runs. May be called at any time, asked or not.
     *
     * <pre>{@code
     * for (int epoch = firstEpoch(context.getDirectory()); epoch < 100; epoch++) {
     *   train(epoch);
     *   if (epoch % 10 == 0 || context.getCheckpointRequested()) {
     *     save(context.getDirectory(), epoch);
     *     context.checkpointed();
     *   }
     * }
     * }</pre>
     *
     * @throws java.io.UncheckedIOException if the copy could not be made, for instance because the
     *     disk is full; the checkpoint before it is still there
     */
    void checkpointed();

    /**
     * Reports the last value of a metric.
     *
     * @param name a metric's name, 1 to 1,000 characters
     * @param value any double, NaN and infinities included
     * @throws IllegalArgumentException if the name is not allowed
     */
    void report(String name, double value);

    /**
     * Reports a metric at a step; the history of all steps is kept and the last one is what lists
     * show.
     *
     * @param name a metric's name, 1 to 1,000 characters
     * @param value any double, NaN and infinities included
     * @param step the step, for instance an epoch
     */
    void report(String name, double value, long step);

    /**
     * Reports a metric that is text, for instance the name of the best model's file.
     *
     * @param name a metric's name, 1 to 1,000 characters
     * @param value the text
     */
    void report(String name, String value);
}
