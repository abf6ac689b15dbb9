import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code BareQueuePrepare URL [COMMAND...]}: makes the tables that {@link BareQueue} writes beside
 * the trials, then executes each command, such as {@code VACUUM ANALYZE}.
 */
public class BareQueuePrepare {
    public static void main(String[] args) throws SQLException {
        boolean sqlite = args[0].startsWith("jdbc:sqlite:");
        try (Connection connection = DriverManager.getConnection(args[0])) {
            QueueRows.create(
                    connection,
                    sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGSERIAL PRIMARY KEY",
                    sqlite ? "TEXT" : "TEXT COLLATE \"C\"");
            try (Statement statement = connection.createStatement()) {
                for (int i = 1; i < args.length; i++) statement.execute(args[i]);
            }
        }
    }
}
