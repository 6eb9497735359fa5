package jpm.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcePathTest {
    @Test
    void places_and_substitutions_may_be_mixed() {
        SourcePath path = SourcePath.parse(List.of("/src:lib/a-sources.jar", "/srv/build/=/home/ann/shop:x"));

        assertThat(path.places()).containsExactly(Path.of("/src"), Path.of("lib/a-sources.jar"), Path.of("x"));
        assertThat(path.substitutions())
                .containsExactly(new SourcePath.Substitution("/srv/build", Path.of("/home/ann/shop")));
    }

    @Test
    void a_substitution_moves_whole_names_of_folders_only() {
        SourcePath path = SourcePath.parse(List.of("/srv/app=/here:/srv=/there"));

        assertThat(path.here(Path.of("/srv/app/lib/a.jar"))).isEqualTo(Path.of("/here/lib/a.jar"));
        assertThat(path.here(Path.of("/srv/app"))).isEqualTo(Path.of("/here"));
        assertThat(path.here(Path.of("/srv/apple/a.jar"))).isEqualTo(Path.of("/there/apple/a.jar"));
        assertThat(path.here(Path.of("/opt/a.jar"))).isEqualTo(Path.of("/opt/a.jar"));
    }
}
