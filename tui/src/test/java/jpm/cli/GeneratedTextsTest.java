package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed texts are those that the declarations make; {@code -Djpm.golden=update} writes them anew. */
class GeneratedTextsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Commands COMMANDS = Commands.ofJpm();

    @ParameterizedTest
    @CsvSource({"docs/cli.md", "docs/man/jpm.1", "docs/completion/jpm.bash", "docs/completion/_jpm"})
    void committedTextIsFresh(String file) throws IOException {
        String made = make(file);
        Path committed = ROOT.resolve(file);
        if ("update".equals(System.getProperty("jpm.golden"))) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, made);
        }
        assertThat(committed)
                .as("stale; run the tests with -Djpm.golden=update")
                .hasContent(made);
    }

    private static String make(String file) {
        return switch (file) {
            case "docs/cli.md" -> new ReferencePage(COMMANDS).text();
            case "docs/man/jpm.1" -> new ManPage(COMMANDS).text();
            case "docs/completion/jpm.bash" -> new Completions(COMMANDS).bash();
            case "docs/completion/_jpm" -> new Completions(COMMANDS).zsh();
            default -> throw new IllegalArgumentException(file);
        };
    }

    /** Asks a real bash what it would complete; the words are separated by spaces, the last one is being typed. */
    @ParameterizedTest
    @CsvSource({
        "li, list",
        "list --form, --format",
        "list --format js, json",
        "help inf, info",
        "completion z, zsh",
        "open --ba, --batch",
    })
    void bashCompletes(String typed, String expected) throws Exception {
        String script = new Completions(COMMANDS).bash()
                + "jpm() { :; }\nread -ra COMP_WORDS <<<\"jpm $1\"\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_jpm\necho \"${COMPREPLY[*]}\"\n";
        Process bash = new ProcessBuilder("bash", "-c", script, "bash", typed)
                .redirectErrorStream(true)
                .start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(completed).isEqualTo(expected + "\n");
    }

    @Test
    void optionsOfACommandHaveDistinctNames() {
        for (Command command : COMMANDS.all()) {
            assertThat(command.flags()).extracting(Flag::longName).doesNotHaveDuplicates();
            assertThat(command.flags().stream().map(Flag::shortName).filter(name -> name != null))
                    .doesNotHaveDuplicates();
            assertThat(command.examples()).as(command.name()).isNotEmpty();
            assertThat(command.summary()).doesNotEndWith(".");
        }
    }
}
