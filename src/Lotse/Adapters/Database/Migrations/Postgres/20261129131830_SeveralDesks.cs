using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SeveralDesks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "leased_until",
                table: "deliveries",
                type: "bigint",
                nullable: true);

            migrationBuilder.InsertData(
                table: "sequences",
                columns: new[] { "name", "value" },
                values: new object[] { "desk", 1L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DeleteData(
                table: "sequences",
                keyColumn: "name",
                keyValue: "desk");

            migrationBuilder.DropColumn(
                name: "leased_until",
                table: "deliveries");
        }
    }
}
