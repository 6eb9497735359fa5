/** Kubernetes manifests, made ready for dumps. */
@NullMarked
package jpm.k8s;

import org.jspecify.annotations.NullMarked;
