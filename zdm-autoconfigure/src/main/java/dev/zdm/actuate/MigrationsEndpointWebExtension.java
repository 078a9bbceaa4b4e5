package dev.zdm.actuate;

import java.util.function.Supplier;

import dev.zdm.backfill.UnknownBackfillException;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Says in HTTP what {@link MigrationsEndpoint} says: 400 for an action that does not
 * exist, 404 for a name that does not exist, 409 for an action that the state does not
 * allow, 503 while the database does not answer; always with the reason.
 */
@RegisterReflectionForBinding(MigrationsEndpointWebExtension.ErrorDescriptor.class)
@EndpointWebExtension(endpoint = MigrationsEndpoint.class)
public final class MigrationsEndpointWebExtension {

	private static final int CONFLICT = 409;

	private final MigrationsEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint whom to ask
	 */
	public MigrationsEndpointWebExtension(MigrationsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * All that there is to see.
	 * @return a {@link MigrationsEndpoint.MigrationsDescriptor}, or the reason why not
	 */
	@ReadOperation
	public WebEndpointResponse<Object> migrations() {
		return respond(this.endpoint::migrations, "");
	}

	/**
	 * One backfill, or the statements of one source.
	 * @param name see {@link MigrationsEndpoint#migration(String)}
	 * @return a {@link MigrationsEndpoint.MigrationDescriptor}, or the reason why not
	 */
	@ReadOperation
	public WebEndpointResponse<Object> migration(@Selector String name) {
		return respond(() -> this.endpoint.migration(name),
				"There is neither a backfill nor a source of statements \"" + name + "\"");
	}

	/**
	 * Pauses, resumes or cancels a backfill, or releases what its trigger keeps in step.
	 * @param name its name
	 * @param action {@code pause}, {@code resume}, {@code cancel} or {@code release}
	 * @return a {@link BackfillDescriptor}, or the reason why not
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String name, @Nullable String action) {
		return respond(() -> this.endpoint.change(name, action), "There is no backfill \"" + name + "\"");
	}

	private static WebEndpointResponse<Object> respond(Supplier<@Nullable Object> operation, String whenMissing) {
		try {
			Object body = operation.get();
			return (body != null) ? new WebEndpointResponse<>(body)
					: error(WebEndpointResponse.STATUS_NOT_FOUND, whenMissing);
		}
		catch (UnknownBackfillException ex) {
			return error(WebEndpointResponse.STATUS_NOT_FOUND, ex.getMessage());
		}
		catch (IllegalArgumentException ex) {
			return error(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getMessage());
		}
		catch (IllegalStateException ex) {
			return error(CONFLICT, ex.getMessage());
		}
		catch (DatabaseUnavailableException ex) {
			return error(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, ex.getMessage());
		}
	}

	private static WebEndpointResponse<Object> error(int status, @Nullable String reason) {
		return new WebEndpointResponse<>(new ErrorDescriptor(String.valueOf(reason)), status);
	}

	/**
	 * Why a request was not answered.
	 *
	 * @param error the reason in one sentence
	 */
	public record ErrorDescriptor(String error) implements OperationResponseBody {
	}

}
