package dev.zdm.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Qualifies a {@code DataSource} bean that leads to one replica, which is then asked
 * itself how far it is: where the role may not ask the primary, or for a replica that
 * follows another replica. It should be declared with {@code defaultCandidate = false} if
 * the application has another {@code DataSource} that is auto-configured.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface ReplicaDataSource {

}
