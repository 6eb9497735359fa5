@org.jspecify.annotations.NullMarked
package jpm.hprof;
