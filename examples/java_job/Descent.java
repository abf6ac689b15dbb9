import java.util.Map;
import mydriver.job.Job;
import mydriver.job.JobContext;
import mydriver.job.Outcome;

/** Walks down Rosenbrock's valley by gradient descent with momentum. */
public final class Descent implements Job<Descent.Params> {
    /** What one trial is given. */
    public record Params(double lr, double momentum, int steps) {}

    @Override
    public Object run(JobContext context, Params params) {
        double x = -1.0;
        double y = 1.5;
        double dx = 0.0;
        double dy = 0.0;
        for (int step = 1; step <= params.steps(); step++) {
            dx = params.momentum() * dx - params.lr() * (-2 * (1 - x) - 400 * x * (y - x * x));
            dy = params.momentum() * dy - params.lr() * 200 * (y - x * x);
            x += dx;
            y += dy;
            if (step % 100 == 0) {
                context.report("height", height(x, y), step);
            }
        }
        return Outcome.done(Map.of("height", height(x, y)));
    }

    private static double height(double x, double y) {
        return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
    }
}
