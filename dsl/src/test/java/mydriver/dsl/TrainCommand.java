package mydriver.dsl;

import mydriver.model.CommandContext;
import mydriver.model.CommandJob;
import mydriver.model.ProgramCall;

/** A command that is a Java class, with a record as its params. */
public final class TrainCommand implements CommandJob<TrainCommand.Params> {
    public record Params(double lr, int layers, boolean fast) {}

    @Override
    public ProgramCall call(Params params, CommandContext context) {
        CommandScope scope = new CommandScope(context, "python3", "train.py");
        scope.option("--lr", params.lr());
        scope.option("--layers=", params.layers());
        scope.flag("--fast", params.fast());
        scope.environment("SEED", scope.getSeed());
        scope.finishSignal();
        return scope.call();
    }
}
