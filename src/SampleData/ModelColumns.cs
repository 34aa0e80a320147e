using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Crm.SampleData;

/// <summary>The columns of an entity, including those of its details records, and how each is read.</summary>
internal sealed class ModelColumns(IModel model)
{
    private readonly Dictionary<IEntityType, ModelColumn[]> known = [];

    internal sealed record ModelColumn(IProperty Property, Func<object, object?> Read);

    public ModelColumn[] Of(IEntityType entity)
    {
        if (known.TryGetValue(entity, out var columns))
            return columns;
        var record = Expression.Parameter(typeof(object));
        return known[entity] = [.. Read(entity, Expression.Convert(record, entity.ClrType)).Select(c => new ModelColumn(
            c.Property, Expression.Lambda<Func<object, object?>>(Expression.Convert(c.Value, typeof(object)), record).Compile()))];
    }

    public IEntityType EntityOf(Type type) => model.FindEntityType(type)!;

    private static IEnumerable<(IProperty Property, Expression Value)> Read(ITypeBase type, Expression from) =>
        type.GetProperties().Select(p => (p, (Expression)Expression.Property(from, p.PropertyInfo!)))
            .Concat(type.GetComplexProperties().SelectMany(c => Read(c.ComplexType, Expression.Property(from, c.PropertyInfo!))));
}
