package jpm.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final ClassLoader LOADER = ScopeTest.class.getClassLoader();
    private static final PackageRules NO_RULES = new PackageRules(List.of(), List.of());

    @Test
    void classFoldersAreTheApplication() {
        Scope scope = new Scope(NO_RULES, program("com.acme.Main"), new ApplicationClasses());

        assertThat(covers(scope, "com/acme/Main", "file:/srv/classes/")).isTrue();
        assertThat(covers(scope, "other/Lib", "file:/srv/other-classes/")).isTrue();
        assertThat(covers(scope, "org/apache/Own", "file:/srv/classes/")).isTrue();
    }

    @Test
    void onlyTheMainClassesJarIsTheApplication() {
        Scope scope = new Scope(NO_RULES, program("com.acme.Main"), new ApplicationClasses());

        assertThat(covers(scope, "com/acme/Early", "file:/srv/app.jar")).isFalse();
        assertThat(covers(scope, "com/acme/Main", "file:/srv/app.jar")).isTrue();
        assertThat(covers(scope, "com/acme/web/Cart", "file:/srv/app.jar")).isTrue();
        assertThat(covers(scope, "com/acme/Library", "file:/srv/library.jar")).isFalse();
    }

    @Test
    void librariesShadedIntoTheJarAreNotTheApplication() {
        Scope scope = new Scope(NO_RULES, program("com.acme.Main"), new ApplicationClasses());

        assertThat(covers(scope, "com/acme/Main", "file:/srv/app.jar")).isTrue();
        assertThat(covers(scope, "com/google/common/collect/Lists", "file:/srv/app.jar"))
                .isFalse();
        assertThat(covers(scope, "org/apache/commons/cli/Option", "file:/srv/app.jar"))
                .isFalse();
        assertThat(covers(scope, "org/apachefriends/Shop", "file:/srv/app.jar")).isTrue();
    }

    @Test
    void aLibraryThatIsTheProgramIsTheApplication() {
        Scope scope = new Scope(NO_RULES, program("org.h2.tools.Console"), new ApplicationClasses());

        assertThat(covers(scope, "org/h2/tools/Console", "file:/srv/h2.jar")).isTrue();
        assertThat(covers(scope, "org/h2/engine/Session", "file:/srv/h2.jar")).isTrue();
    }

    @Test
    void nestedJarsOfFrameworks() {
        Scope scope = new Scope(NO_RULES, MainProgram.of("app.jar", "app.jar"), new ApplicationClasses());

        assertThat(covers(scope, "com/acme/Main", "jar:nested:/srv/app.jar/!BOOT-INF/classes/!/"))
                .isTrue();
        assertThat(covers(scope, "com/acme/Main", "jar:file:/srv/app.jar!/BOOT-INF/classes!/"))
                .isTrue();
        assertThat(covers(scope, "org/x/Lib", "jar:nested:/srv/app.jar/!BOOT-INF/lib/x.jar!/"))
                .isFalse();
        assertThat(covers(scope, "com/acme/Servlet", "file:/srv/webapps/shop/WEB-INF/classes/"))
                .isTrue();
    }

    @Test
    void sourceLauncherClassesAreTheApplication() {
        Scope scope = new Scope(
                NO_RULES,
                MainProgram.of("jdk.compiler/com.sun.tools.javac.launcher.Main /tmp/Shop.java a", ""),
                new ApplicationClasses());

        assertThat(covers(scope, "Shop", "file:///tmp/Shop.java")).isTrue();
        assertThat(covers(scope, "com/sun/tools/javac/launcher/Main", "jrt:/jdk.compiler"))
                .isFalse();
    }

    @Test
    void modulesOfAnImageOnlyWhenTheyAreTheMainOne() {
        Scope scope =
                new Scope(NO_RULES, MainProgram.of("com.acme.shop/com.acme.Main", null), new ApplicationClasses());

        assertThat(covers(scope, "com/acme/Main", "jrt:/com.acme.shop")).isTrue();
        assertThat(covers(scope, "com/sun/net/httpserver/HttpServer", "jrt:/jdk.httpserver"))
                .isFalse();
    }

    @Test
    void theLongestRuleDecides() {
        PackageRules rules = new PackageRules(List.of("org.lib", "com.acme.gen.keep"), List.of("com.acme.gen", "*"));
        Scope scope = new Scope(rules, program("com.acme.Main"), new ApplicationClasses());

        assertThat(covers(scope, "com/acme/Main", "file:/srv/classes/")).isFalse();
        assertThat(covers(scope, "com/acme/gen/keep/X", "file:/srv/classes/")).isTrue();
        assertThat(covers(scope, "com/acme/gen/X", "file:/srv/classes/")).isFalse();
        assertThat(covers(scope, "org/lib/X", "file:/srv/lib.jar")).isTrue();
        assertThat(covers(scope, "org/library/X", "file:/srv/lib.jar")).isFalse();
    }

    @Test
    void neverTheJdkNorTheAgent() {
        PackageRules all = new PackageRules(List.of("*"), List.of());
        Scope scope = new Scope(all, program("com.acme.Main"), new ApplicationClasses());

        assertThat(scope.covers(null, "java/util/ArrayList", null)).isFalse();
        assertThat(scope.covers(ClassLoader.getPlatformClassLoader(), "java/sql/Driver", null))
                .isFalse();
        assertThat(covers(scope, "jpm/agent/Agent", "file:/srv/jpm-agent.jar")).isFalse();
    }

    @Test
    void classesFromNowhereAreNotTheApplication() {
        assertThat(new Scope(NO_RULES, program("com.acme.Main"), new ApplicationClasses())
                        .covers(LOADER, "com/acme/Proxy0", null))
                .isFalse();
    }

    @Test
    void whatTheLauncherWasToldToRun() {
        assertThat(MainProgram.of("com.acme.Main a b", "x:y").displayName()).isEqualTo("com.acme.Main");
        assertThat(MainProgram.of("/srv/my app.jar a", "/srv/my app.jar").displayName())
                .isEqualTo("my app.jar");
        assertThat(MainProgram.of("mod/com.acme.Main", "").displayName()).isEqualTo("com.acme.Main");
        assertThat(MainProgram.of("jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher dir/Shop.java", "")
                        .displayName())
                .isEqualTo("Shop.java");
        assertThat(MainProgram.of(null, "").displayName()).isEqualTo("?");
    }

    @Test
    void placesOfClassFiles() {
        assertThat(ClassPlace.of("file:/srv/my%20classes/")).isEqualTo(new ClassPlace("/srv/my classes/", ""));
        assertThat(ClassPlace.of("jar:file:/srv/app.jar!/BOOT-INF/classes!/"))
                .isEqualTo(new ClassPlace("/srv/app.jar", "BOOT-INF/classes/"));
        assertThat(ClassPlace.of("jar:nested:/srv/app.jar/!BOOT-INF/classes/!/"))
                .isEqualTo(new ClassPlace("/srv/app.jar", "BOOT-INF/classes/"));
        assertThat(ClassPlace.of("jrt:/java.base")).isNull();
        assertThat(ClassPlace.of(null)).isNull();
    }

    @Test
    void everyPrefixIsDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "agent.md"));

        assertThat(KnownLibraries.prefixes())
                .allSatisfy(prefix -> assertThat(page).containsPattern("[ \n]" + prefix.replace('/', '.') + "[,.\n]"));
    }

    @Test
    void aClassWithoutPlaceIsTheApplicationsWhereItsLoaderIs() {
        ApplicationClasses classes = new ApplicationClasses();
        Scope scope = new Scope(NO_RULES, program("com.acme.Main"), classes);
        ClassLoader plugins = new ClassLoader(LOADER) {};
        assertThat(scope.covers(plugins, "plugin/Tax", null)).isFalse();

        classes.addInstrumented(plugins.getClass().getName());

        assertThat(scope.covers(plugins, "plugin/Tax", null)).isTrue();
        assertThat(scope.covers(LOADER, "com/acme/Proxy0", null)).isFalse();
    }

    private static MainProgram program(String mainClass) {
        return MainProgram.of(mainClass, "ignored");
    }

    private static boolean covers(Scope scope, String internalName, String location) {
        try {
            CodeSource source =
                    new CodeSource(new java.net.URL(null, location, new AnyProtocol()), (Certificate[]) null);
            return scope.covers(LOADER, internalName, new ProtectionDomain(source, null));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Makes URLs of protocols that only frameworks know. */
    private static final class AnyProtocol extends java.net.URLStreamHandler {
        @Override
        protected java.net.URLConnection openConnection(java.net.URL url) {
            throw new UnsupportedOperationException(URI.create(url.toString()).toString());
        }
    }
}
