package mydriver.job;

/**
 * The function that runs one trial.
 *
 * <p>A job must be repeatable: it may run again for the same trial after a lost worker or a retry.
 * It receives its params typed as the experiment declared them and reports metrics through the
 * context.
 *
 * <pre>{@code
 * public final class TrainDigits implements Job<TrainDigits.Params> {
 *   public record Params(double lr, int hidden) {}
 *
 *   @Override
 *   public Object run(JobContext context, Params params) {
 *     context.report("valid_error", train(params.lr(), params.hidden()));
 *     return Outcome.done();
 *   }
 * }
 * }</pre>
 *
 * @param <P> the type of the params: a Java record, a Kotlin data class or {@code
 *     mydriver.model.Params}
 */
@FunctionalInterface
public interface Job<P> {
    /**
     * Runs one trial.
     *
     * @param context the trial's identity, its directory, and where its metrics go
     * @param params the trial's params
     * @return {@code null} or {@code kotlin.Unit} for a finished trial, an {@link Outcome}, or a
     *     map of metrics from name to number or text; anything else fails the attempt and names the
     *     type
     * @throws Exception fails the attempt; the stack trace is kept with it
     */
    Object run(JobContext context, P params) throws Exception;
}
