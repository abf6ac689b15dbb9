import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * {@code BarePostgresInsert URL N}: copies N rows into a temporary table and inserts those that are
 * not there, in one transaction.
 */
public class BarePostgresInsert {
    public static void main(String[] args) throws SQLException {
        int count = Integer.parseInt(args[1]);
        try (Connection connection = DriverManager.getConnection(args[0])) {
            connection.setAutoCommit(false);
            Rows.create(connection, "BIGSERIAL PRIMARY KEY", "TEXT COLLATE \"C\"", "JSONB");
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TEMPORARY TABLE incoming (fingerprint TEXT, params JSONB, seed BIGINT) ON COMMIT DROP");
                copy(connection, count);
                statement.execute(
                        "INSERT INTO trial (%s) SELECT fingerprint, 0, params, seed, '{}', 'QUEUED', 1.0, 0, 0, 0, 1, NULL, 0, NULL, %d FROM incoming ON CONFLICT DO NOTHING"
                                .formatted(Rows.COLUMNS, System.currentTimeMillis()));
            }
            connection.commit();
        }
    }

    private static void copy(Connection connection, int count) throws SQLException {
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY incoming FROM STDIN");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(Rows.fingerprint(i))
                    .append('\t')
                    .append(Rows.params(i))
                    .append('\t')
                    .append(Rows.seed(i))
                    .append('\n');
            if (text.length() > 1 << 16 || i == count - 1) {
                byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                text.setLength(0);
            }
        }
        copy.endCopy();
    }
}
