using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Crm.Infrastructure.Persistence;

/// <summary>Stores an enum as its name.</summary>
internal sealed class EnumTextConverter<T>() : ValueConverter<T, string>(v => EnumText<T>.Of(v), s => EnumText<T>.Parse(s))
    where T : struct, Enum;
