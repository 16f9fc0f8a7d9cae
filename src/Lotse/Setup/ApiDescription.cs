using Lotse.Adapters.Web;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Lotse.Setup;

/// <summary>What the API looks like, told by its types: /openapi/v1.json for programs, /reference for people. Both for anyone, as they say
/// nothing of what the desk holds. The reference page is carried inside the program and asks nobody else for anything.</summary>
internal static class ApiDescription
{
    public const string Document = "v1", Reference = "/reference";

    private const string Bearer = "bearer", Problem = "Problem";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(Introduce);
        options.AddOperationTransformer(TellProblems);
        options.AddSchemaTransformer(PlainNumbers);
    });

    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        routes.MapScalarApiReference(Reference, options => options
            .WithTitle("Lotse API").AddDocument(Document)
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools()
            .WithNonce()).AllowAnonymous();
    }

    /// <summary>The page of the reference sets styles from its script; beyond that it may do no more than ours. Before routing.</summary>
    public static IApplicationBuilder UseReferencePolicy(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments(Reference, StringComparison.Ordinal)) return next(http);
        http.Response.OnStarting(() =>
        {
            var nonce = http.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var made) ? $" 'nonce-{made}'" : "";
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self'{nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return Task.CompletedTask;
        });
        return next(http);
    });

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Lotse", Version = Document,
            Description = "A self-hosted support desk: tickets, replies, incoming mail, staff. Times are ISO 8601 in UTC. Errors are problem details (RFC 9457) "
                + "whose type ends in a stable code. Keys of 64 bits travel as strings, ticket numbers as numbers.",
        };
        document.Servers = []; // Wherever this desk runs.
        var components = document.Components ??= new OpenApiComponents();
        (components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal))[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "A token from the account page or from lotse token create.",
        };
        (components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))[Problem] = ProblemSchema();
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "urn:lotse: and the code." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["field"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "What it is about." },
        },
    };

    private static Task TellProblems(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        (operation.Responses ??= []).TryAdd("4XX", new OpenApiResponse
        {
            Description = "Refused: 401 without a token, 403 beyond its scopes, 404 where there is no such thing for the caller, 409 and 422 with a code.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, context.Document) },
            },
        });
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AlsoScope>().FirstOrDefault() is { } also)
        {
            operation.Description = $"{operation.Description} A token with the scope {also.Scope} is enough.".Trim();
        }
        return Task.CompletedTask;
    }

    /// <summary>The reader would also take a number in quotes; nobody needs to know.</summary>
    private static Task PlainNumbers(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        if (schema.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
        {
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        }
        return Task.CompletedTask;
    }
}
