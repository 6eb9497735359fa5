package jpm.doctor;

import java.util.List;

/** Looks at one side of a JVM; finds nothing where the side is not there. */
@FunctionalInterface
interface Check {
    List<Finding> examine(Patient patient);
}
