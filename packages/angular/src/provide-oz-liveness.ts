import { type EnvironmentProviders, InjectionToken, makeEnvironmentProviders } from '@angular/core';

/** Address of the adapter for services and components that name none of their own. */
export const OZ_LIVENESS_ADAPTER_URL = new InjectionToken<string>('OZ_LIVENESS_ADAPTER_URL', {
  // The page's own origin.
  factory: () => '/',
});

/** For `bootstrapApplication`: says once where the adapter is. */
export function provideOzLiveness(settings: { readonly adapterUrl: string }): EnvironmentProviders {
  return makeEnvironmentProviders([{ provide: OZ_LIVENESS_ADAPTER_URL, useValue: settings.adapterUrl }]);
}
