/**
 * What the author of a job sees, in plain Java 17: the job itself, the context it runs in, and what
 * it may return.
 *
 * <p>Nothing in here knows Kotlin, SQL or the command line, so a job can live in any Java library
 * and be named from an experiment script with {@code job(TrainDigits())}.
 */
package mydriver.job;
