import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.StandaloneQueryRunner;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/** Reads statements, one a line in Base64; writes each result as lines of Base64'd fields, and a last line "done" or "failed TEXT". */
public final class TrinoStatements {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Session session = testSessionBuilder().setCatalog("memory").setSchema("default").build();
        try (StandaloneQueryRunner runner = new StandaloneQueryRunner(session)) {
            runner.installPlugin(new MemoryPlugin());
            runner.createCatalog("memory", "memory", Map.of());
            out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(runner, session, new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8), out);
            }
        }
        System.exit(0);
    }

    private static void answer(StandaloneQueryRunner runner, Session session, String statement, PrintStream out) {
        try {
            MaterializedResult result = runner.execute(session, statement);
            for (MaterializedRow row : result.getMaterializedRows()) {
                StringBuilder text = new StringBuilder("row");
                for (int field = 0; field < row.getFieldCount(); field++) {
                    Object value = row.getField(field);
                    text.append(' ').append(value == null ? "-" : "=" + Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8)));
                }
                out.println(text);
            }
            out.println("done");
        }
        catch (RuntimeException failure) {
            out.println("failed " + String.valueOf(failure.getMessage()).replace('\n', ' '));
        }
    }
}
