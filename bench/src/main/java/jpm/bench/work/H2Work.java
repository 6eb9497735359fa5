package jpm.bench.work;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.LongSupplier;

/** Inserts, joins and deletes rows of an in-memory database, about fifteen milliseconds a round. */
public final class H2Work implements LongSupplier {
    private static final int ROWS = 400;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Connection connection;

    public H2Work() throws SQLException {
        String url = "jdbc:h2:mem:work" + System.identityHashCode(this) + ";DB_CLOSE_ON_EXIT=FALSE";
        connection = new org.h2.Driver().connect(url, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table customer(id int primary key, name varchar(80))");
            statement.execute("create table orders(id int primary key, customer int, total decimal(12,2))");
            statement.execute("create index orders_customer on orders(customer)");
        }
    }

    @Override
    public long getAsLong() {
        long start = threads.getCurrentThreadCpuTime();
        try {
            insert();
            query();
            clear();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return threads.getCurrentThreadCpuTime() - start;
    }

    private void insert() throws SQLException {
        try (PreparedStatement customer = connection.prepareStatement("insert into customer values(?, ?)");
                PreparedStatement order = connection.prepareStatement("insert into orders values(?, ?, ?)")) {
            for (int i = 0; i < ROWS; i++) {
                customer.setInt(1, i);
                customer.setString(2, "customer " + i);
                customer.executeUpdate();
                order.setInt(1, i);
                order.setInt(2, i / 4);
                order.setDouble(3, i * 1.5);
                order.executeUpdate();
            }
        }
    }

    private void query() throws SQLException {
        String sql = "select c.name, sum(o.total) s from customer c join orders o on o.customer = c.id"
                + " where c.name like 'customer %' group by c.name having sum(o.total) > 10 order by s desc";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count += rows.getString(1).length();
            }
            if (count == 0) {
                throw new IllegalStateException("no rows");
            }
        }
    }

    private void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from orders");
            statement.execute("delete from customer");
        }
    }
}
