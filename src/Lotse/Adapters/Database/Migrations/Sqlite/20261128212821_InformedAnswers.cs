using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class InformedAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "customer",
                table: "inform_items",
                newName: "customers");

            migrationBuilder.AddColumn<long>(
                name: "answer",
                table: "informed_customers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // Where the item has none any more, the answer was taken back: then zero is of no message either.
            migrationBuilder.Sql("UPDATE informed_customers SET answer = COALESCE((SELECT i.answer FROM inform_items AS i WHERE i.informing_id = informed_customers.informing_id AND i.ticket_id = informed_customers.ticket_id), 0)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "answer",
                table: "informed_customers");

            migrationBuilder.RenameColumn(
                name: "customers",
                table: "inform_items",
                newName: "customer");
        }
    }
}
