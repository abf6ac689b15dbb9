package mydriver.job;

import java.nio.file.Path;

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
     * Returns the attempt's own directory for files; it exists and is empty or holds what a
     * checkpoint left.
     */
    Path getDirectory();

    /**
     * Returns whether somebody asked the job to stop: save what is needed and return {@link
     * Outcome#incomplete()}, soon.
     */
    boolean getStopRequested();

    /**
     * Reports the last value of a metric.
     *
     * @param name a metric's name, 1 to 1,000 characters
     * @param value any double, NaN and infinities included
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
