package jpm.agent.start;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Package prefixes of widely used libraries, left out where they are shaded into the application's own jar. */
final class KnownLibraries {
    /** Programs that start the application: never the application, even when the main class is theirs. */
    private static final String[] LAUNCHERS = {
        "com/intellij/rt",
        "com/sun",
        "java",
        "javax",
        "jdk",
        "kotlin",
        "org/apache/catalina",
        "org/apache/maven",
        "org/codehaus/groovy",
        "org/codehaus/plexus",
        "org/eclipse/jdt/internal",
        "org/eclipse/jetty/start",
        "org/gradle",
        "org/junit",
        "org/springframework/boot/loader",
        "org/testng",
        "scala",
        "sun",
    };

    private static final String[] LIBRARIES = {
        "akka",
        "android",
        "antlr",
        "aj/org/objectweb",
        "ch/qos/logback",
        "clojure",
        "com/amazonaws",
        "com/azure",
        "com/beust",
        "com/carrotsearch",
        "com/codahale",
        "com/datastax",
        "com/esotericsoftware",
        "com/fasterxml",
        "com/github/benmanes",
        "com/google/api",
        "com/google/auth",
        "com/google/cloud",
        "com/google/common",
        "com/google/errorprone",
        "com/google/gson",
        "com/google/inject",
        "com/google/protobuf",
        "com/google/thirdparty",
        "com/ibm/icu",
        "com/jayway",
        "com/jcraft",
        "com/lmax",
        "com/microsoft",
        "com/mongodb",
        "com/mysql",
        "com/netflix",
        "com/nimbusds",
        "com/rabbitmq",
        "com/squareup",
        "com/thoughtworks",
        "com/typesafe",
        "com/vaadin",
        "com/zaxxer",
        "dagger",
        "feign",
        "freemarker",
        "gnu",
        "groovy",
        "groovyjarjarantlr4",
        "groovyjarjarasm",
        "io/dropwizard",
        "io/grpc",
        "io/helidon",
        "io/jsonwebtoken",
        "io/ktor",
        "io/lettuce",
        "io/micrometer",
        "io/micronaut",
        "io/netty",
        "io/opencensus",
        "io/opentelemetry",
        "io/opentracing",
        "io/perfmark",
        "io/prometheus",
        "io/quarkus",
        "io/reactivex",
        "io/smallrye",
        "io/undertow",
        "io/vertx",
        "it/unimi/dsi",
        "jakarta",
        "javassist",
        "kotlinx",
        "liquibase",
        "lombok",
        "net/bytebuddy",
        "net/jpountz",
        "net/minidev",
        "net/sf",
        "nu/xom",
        "okhttp3",
        "okio",
        "oracle",
        "org/agrona",
        "org/antlr",
        "org/aopalliance",
        "org/apache",
        "org/aspectj",
        "org/assertj",
        "org/bouncycastle",
        "org/bson",
        "org/checkerframework",
        "org/codehaus",
        "org/dom4j",
        "org/eclipse",
        "org/elasticsearch",
        "org/flywaydb",
        "org/fusesource",
        "org/glassfish",
        "org/h2",
        "org/hamcrest",
        "org/hibernate",
        "org/hsqldb",
        "org/ietf",
        "org/infinispan",
        "org/intellij",
        "org/javassist",
        "org/jboss",
        "org/jctools",
        "org/jdom2",
        "org/jetbrains",
        "org/jline",
        "org/joda",
        "org/jooq",
        "org/jspecify",
        "org/jsoup",
        "org/json",
        "org/mariadb",
        "org/mockito",
        "org/mozilla",
        "org/objectweb",
        "org/objenesis",
        "org/opensearch",
        "org/osgi",
        "org/postgresql",
        "org/python",
        "org/quartz",
        "org/reactivestreams",
        "org/redisson",
        "org/rocksdb",
        "org/roaringbitmap",
        "org/slf4j",
        "org/springframework",
        "org/sqlite",
        "org/threeten",
        "org/thymeleaf",
        "org/w3c",
        "org/wildfly",
        "org/xerial",
        "org/xml",
        "org/xnio",
        "org/yaml",
        "picocli",
        "play",
        "reactor",
        "redis/clients",
        "retrofit2",
        "rx",
        "shadow",
        "software/amazon",
    };

    private KnownLibraries() {}

    /** All prefixes, in internal form. */
    static List<String> prefixes() {
        List<String> all = new ArrayList<>(Arrays.asList(LAUNCHERS));
        all.addAll(Arrays.asList(LIBRARIES));
        return all;
    }

    /** Whether the class belongs to a program that only starts applications. */
    static boolean isLauncher(String internalName) {
        return coveredBy(LAUNCHERS, internalName, null);
    }

    /**
     * Whether the class belongs to a known library.
     *
     * @param mainClass internal name of the application's main class, whose own package is no library to it; or null
     */
    static boolean isLibrary(String internalName, @Nullable String mainClass) {
        return coveredBy(LIBRARIES, internalName, mainClass);
    }

    private static boolean coveredBy(String[] prefixes, String internalName, @Nullable String spared) {
        for (String prefix : prefixes) {
            if (PackageRules.covers(prefix, internalName)) {
                return spared == null || !PackageRules.covers(prefix, spared);
            }
        }
        return false;
    }
}
