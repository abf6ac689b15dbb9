import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code BareSql URL SQL}: executes one statement and prints the first column of what it returns.
 */
public class BareSql {
    public static void main(String[] args) throws SQLException {
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(args[1])) return;
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) System.out.println(rows.getString(1));
            }
        }
    }
}
