import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mydriver.model.Trial;
import mydriver.store.TableSet;

/** Fills the table set of descent.exp.kts from Java, and reads it. */
public final class Sweep {
    public static void main(String[] args) {
        try (TableSet tableSet = TableSet.open("sqlite:sweep.db?table=descent")) {
            if (args.length > 0 && args[0].equals("insert")) {
                System.out.println(tableSet.insert("descent", points()));
            }
            for (Trial trial : tableSet.trials().sortedBy("lr", false)) {
                System.out.println(
                        trial.getId() + " " + trial.getStatus() + " " + trial.getMetrics());
            }
        }
    }

    private static List<Map<String, Object>> points() {
        List<Map<String, Object>> points = new ArrayList<>();
        for (double lr : new double[] {0.0002, 0.0004, 0.0008}) {
            points.add(Map.of("lr", lr, "momentum", 0.8, "steps", 1000));
        }
        return points;
    }
}
