using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Paygress.Provider.Api;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>The routes as the program maps them.</summary>
internal sealed class RealRoutes : IEndpointRouteBuilder, IServiceProvider, IServiceProviderIsService
{
    // What a handler asks for beside texts is a service; none is ever made here.
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();

    /// <summary>Method and path of each.</summary>
    public static (string Method, string Path)[] List()
    {
        var routes = new RealRoutes();
        ApiRoutes.Map(routes);
        return
        [
            .. routes.DataSources.SelectMany(s => s.Endpoints).Cast<RouteEndpoint>().SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => (m, e.RoutePattern.RawText!))),
        ];
    }

    public IServiceProvider ServiceProvider => this;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(this);

    public object? GetService(Type serviceType) => serviceType == typeof(IServiceProviderIsService) ? this : _services.GetService(serviceType);

    public bool IsService(Type serviceType) => true;
}
