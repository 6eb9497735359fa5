package jpm.analysis;

/**
 * The objects of one class name.
 *
 * @param shallowBytes what the objects themselves took in the dumped process
 */
public record HistogramRow(String className, long instances, long shallowBytes) {}
