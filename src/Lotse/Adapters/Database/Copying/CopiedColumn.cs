using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Adapters.Database.Copying;

[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
public enum ColumnKind { Number, Text, Truth, Bytes }

/// <summary>A column in a copy that either database can read.</summary>
public sealed record CopiedColumn(string Name, ColumnKind Kind)
{
    internal static CopiedColumn Of(IProperty property)
    {
        var kept = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        kept = Nullable.GetUnderlyingType(kept) ?? kept;
        var kind = kept == typeof(long) || kept == typeof(int) ? ColumnKind.Number
            : kept == typeof(string) ? ColumnKind.Text
            : kept == typeof(bool) ? ColumnKind.Truth
            : kept == typeof(byte[]) ? ColumnKind.Bytes
            : throw new NotSupportedException($"{property.DeclaringType.Name}.{property.Name} is kept as {kept.Name}, which a copy has no word for.");
        return new CopiedColumn(property.GetColumnName(), kind);
    }

    internal void Write(Utf8JsonWriter json, DbDataReader row, int at)
    {
        if (row.IsDBNull(at)) json.WriteNullValue();
        else if (Kind == ColumnKind.Number) json.WriteNumberValue(row.GetInt64(at));
        else if (Kind == ColumnKind.Truth) json.WriteBooleanValue(row.GetBoolean(at));
        else if (Kind == ColumnKind.Bytes) json.WriteBase64StringValue(row.GetFieldValue<byte[]>(at));
        else json.WriteStringValue(row.GetString(at));
    }

    internal object Read(JsonElement value) => value.ValueKind == JsonValueKind.Null ? DBNull.Value : Kind switch
    {
        ColumnKind.Number => value.GetInt64(),
        ColumnKind.Truth => value.GetBoolean(),
        ColumnKind.Bytes => value.GetBytesFromBase64(),
        _ => value.GetString()!,
    };
}

/// <summary>A table in a copy.</summary>
/// <param name="Rows">How many were copied.</param>
public sealed record CopiedTable(string Name, IReadOnlyList<CopiedColumn> Columns, long Rows);
