using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>What the OpenAPI document cannot see in a handler that reads its query as text.</summary>
static class Documented
{
    public static RouteHandlerBuilder WithNumber(this RouteHandlerBuilder endpoint, string field, int min, int max, int otherwise) =>
        endpoint.WithSchema(field, new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = $"{min}",
            Maximum = $"{max}",
            Default = JsonValue.Create(otherwise),
        });

    public static RouteHandlerBuilder WithYesOrNo(this RouteHandlerBuilder endpoint, string field) =>
        endpoint.WithSchema(field, new OpenApiSchema { Type = JsonSchemaType.Boolean });

    public static RouteHandlerBuilder WithId(this RouteHandlerBuilder endpoint, string field) =>
        endpoint.WithSchema(field, new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" });

    /// <summary>Fields of the query that the handler reads by itself.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params IEnumerable<string> fields) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var field in fields)
                operation.Parameters.Add(new OpenApiParameter { Name = field, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    static RouteHandlerBuilder WithSchema(this RouteHandlerBuilder endpoint, string field, OpenApiSchema schema) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(x => x.Name == field) ?? [])
                parameter.Schema = schema;
            return Task.CompletedTask;
        });
}
